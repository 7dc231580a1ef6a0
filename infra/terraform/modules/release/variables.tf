variable "name" {
  description = "The document's name."
  type        = string
}

variable "command" {
  description = "The program on the machine that releases a commit; it gets the commit as its one argument."
  type        = string

  validation {
    condition     = can(regex("^/[A-Za-z0-9/_.-]+$", var.command))
    error_message = "command must be the full path of one program, without arguments."
  }
}
