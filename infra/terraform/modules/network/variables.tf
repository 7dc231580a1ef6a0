variable "name" {
  description = "The start of every name."
  type        = string
}

variable "cidr" {
  description = "The network's own addresses."
  type        = string
  default     = "10.20.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.cidr, 8, 12))
    error_message = "cidr must be an IPv4 range with room for /24 subnets, such as 10.20.0.0/16."
  }
}

variable "zones" {
  description = "Two availability zones; RDS asks for subnets in two."
  type        = list(string)

  validation {
    condition     = length(var.zones) == 2 && length(distinct(var.zones)) == 2
    error_message = "zones must name two different availability zones."
  }
}

variable "origin_port" {
  description = "The port on which CloudFront reaches the machine: 443, or 80 without a domain."
  type        = number
}

variable "origin_prefix_list" {
  description = "The managed prefix list of CloudFront's servers."
  type        = string

  validation {
    condition     = startswith(var.origin_prefix_list, "pl-")
    error_message = "origin_prefix_list must be the id of a prefix list (pl-...)."
  }
}

variable "ssh_addresses" {
  description = "Addresses that reach SSH; none by default, since Session Manager needs no open port."
  type        = list(string)
  default     = []

  validation {
    condition = alltrue([
      for address in var.ssh_addresses :
      can(cidrhost(address, 0)) && try(tonumber(split("/", address)[1]) >= 28, false)
    ])
    error_message = "ssh_addresses takes ranges of 16 addresses at most, such as 203.0.113.7/32; an open range is refused."
  }
}
