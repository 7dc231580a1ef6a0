variable "name" {
  description = "The machine's name; it finds its settings and secrets under it."
  type        = string
}

variable "instance_type" {
  description = "EC2's type of machine."
  type        = string
  default     = "t3.micro"

  validation {
    condition     = can(regex("^(t3|t3a|m7i|m7a|c7i|c7a)\\.", var.instance_type))
    error_message = "instance_type must be of the families t3, t3a, m7i, m7a, c7i or c7a (64-bit x86, Nitro)."
  }
}

variable "image" {
  description = "The machine image: Debian 13, 64-bit x86. docs/aws says how to look its id up."
  type        = string

  validation {
    condition     = can(regex("^ami-[0-9a-f]{8,17}$", var.image))
    error_message = "image must be the id of a machine image (ami-...)."
  }
}

variable "disk_gib" {
  description = "GiB of the encrypted disk: system, swap, releases, models."
  type        = number
  default     = 16

  validation {
    condition     = var.disk_gib >= 12
    error_message = "disk_gib must be 12 or more: system 3, swap 2, two releases 3, models and uploads."
  }
}

variable "launch_script" {
  description = "The script that the machine runs on its first start; it holds no secret."
  type        = string

  validation {
    condition     = startswith(var.launch_script, "#!") && length(base64gzip(var.launch_script)) < 16384
    error_message = "launch_script must begin with #! and be 16 KB at most, compressed."
  }
}

variable "subnet" {
  description = "Where it stands."
  type        = string
}

variable "security_group" {
  description = "Who reaches it."
  type        = string
}

variable "role" {
  description = "The role that says what it may do."
  type        = string
}

variable "protected" {
  description = "Whether ending it is refused."
  type        = bool
  default     = true
}
