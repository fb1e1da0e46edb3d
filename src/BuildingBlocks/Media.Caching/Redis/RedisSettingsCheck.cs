using Microsoft.Extensions.Options;

namespace Media.Caching.Redis;

internal sealed class RedisSettingsCheck : IValidateOptions<RedisSettings>
{
    public ValidateOptionsResult Validate(string? name, RedisSettings options)
    {
        var wrong = new List<string>();
        // What is wrong with it is not said word for word: redis://USER:PASSWORD@HOST is easily put there.
        if (options.Addresses.Count == 0 || !options.Addresses.All(IsAddress))
        {
            wrong.Add("Media:Redis:Address must be HOST:PORT, several with commas between.");
        }

        if (options.User is not null && options.Password is null)
        {
            wrong.Add("Media:Redis:Password must be set where Media:Redis:User is.");
        }

        if (options.Prefix.Length > 60 || options.Prefix.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')))
        {
            wrong.Add("Media:Redis:Prefix must be at most 60 letters, digits, ., - and _.");
        }

        if (options.Timeout < TimeSpan.FromMilliseconds(100) || options.Timeout > TimeSpan.FromSeconds(10))
        {
            wrong.Add("Media:Redis:Timeout must be 00:00:00.1 to 00:00:10.");
        }

        if (options.OutOfTouch < TimeSpan.Zero || options.OutOfTouch > TimeSpan.FromMinutes(10))
        {
            wrong.Add("Media:Redis:OutOfTouch must be 00:00:00 to 00:10:00.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsAddress(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && Uri.CheckHostName(text[..colon].Trim('[', ']')) != UriHostNameType.Unknown
            && ushort.TryParse(text.AsSpan(colon + 1), out var port) && port > 0;
    }
}
