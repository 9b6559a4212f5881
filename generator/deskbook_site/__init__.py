"""From articles and threads to pages: the site that customers read."""
