using Microsoft.Extensions.Options;

namespace Media.Web.Access;

/// <summary>Settings under <c>Media:Access</c>.</summary>
internal sealed class AccessSettings
{
    internal const string Section = "Media:Access";

    /// <summary>A key that is put in where it is not yet, with every scope; without it one is made, and printed once.</summary>
    public string? FirstKey { get; set; }

    /// <summary>The tenant that the first key belongs to.</summary>
    public string Tenant { get; set; } = "default";
}

internal sealed class AccessSettingsCheck : IValidateOptions<AccessSettings>
{
    public ValidateOptionsResult Validate(string? name, AccessSettings options)
    {
        if (!string.IsNullOrEmpty(options.FirstKey) && !ApiKey.TryParse(options.FirstKey, out _))
        {
            // The value is a secret, even a malformed one: it is not repeated.
            return ValidateOptionsResult.Fail($"{AccessSettings.Section}:FirstKey must be {ApiKey.Form}");
        }

        return options.Tenant is { Length: >= 1 and <= 64 } && options.Tenant.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{AccessSettings.Section}:Tenant must be 1 to 64 lower-case letters, digits or hyphens");
    }
}
