variable "name" {
  description = "The start of every name."
  type        = string
}

variable "site_domain" {
  description = "The bucket that holds the dashboard's files."
  type        = string
}

variable "origin" {
  description = "The machine's name."
  type        = string
}

variable "origin_over_tls" {
  description = "Whether the machine has a certificate for its name, which takes a domain."
  type        = bool
}

variable "origin_secret" {
  description = "What every request to the machine carries in X-Origin-Secret; HAProxy refuses others."
  type        = string
  sensitive   = true

  validation {
    condition     = length(var.origin_secret) >= 32
    error_message = "origin_secret must have 32 characters or more."
  }
}

variable "domain" {
  description = "The dashboard's own name; null: CloudFront's."
  type        = string
  default     = null
}

variable "certificate" {
  description = "The ARN of the certificate for the domain, in us-east-1."
  type        = string
  default     = null
}

variable "content_security_policy" {
  description = "The policy that the API's server sends, too."
  type        = string

  validation {
    condition     = strcontains(var.content_security_policy, "default-src") && !strcontains(var.content_security_policy, "unsafe-eval")
    error_message = "content_security_policy must have a default-src and never allow unsafe-eval."
  }
}

variable "emulated" {
  description = "For tests against an emulator, which knows no response headers policy and publishes no function."
  type        = bool
  default     = false
}
