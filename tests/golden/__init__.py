"""Sites as every earlier version left them, kept to be opened, brought up to date and verified by every later one."""
