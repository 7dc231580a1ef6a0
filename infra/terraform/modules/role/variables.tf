variable "name" {
  description = "The role's name."
  type        = string
}

variable "trust" {
  description = "Who may take the role: the policy as JSON."
  type        = string

  validation {
    condition     = !can(regex("\"(AWS|Principal)\":\\s*\"\\*\"", var.trust))
    error_message = "trust must not let everybody take the role."
  }
}

variable "permissions" {
  description = "What the role may do. A permission on any resource says why it can't be narrower."
  type = map(object({
    actions          = list(string)
    resources        = list(string)
    condition        = optional(map(map(string)), {})
    why_any_resource = optional(string)
  }))

  validation {
    condition     = alltrue(flatten([for one in var.permissions : [for action in one.actions : !strcontains(action, "*")]]))
    error_message = "permissions names each action in full: s3:GetObject, never s3:* or s3:Get*."
  }

  validation {
    condition     = alltrue([for one in var.permissions : !contains(one.resources, "*") || one.why_any_resource != null])
    error_message = "A permission on resource \"*\" needs why_any_resource."
  }
}
