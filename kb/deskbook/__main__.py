from deskbook.cli import main

main()
