using Microsoft.Extensions.Options;

namespace Media.Blobs.S3;

internal sealed class S3SettingsCheck : IValidateOptions<S3Settings>
{
    public ValidateOptionsResult Validate(string? name, S3Settings options)
    {
        var wrong = new List<string>();
        if (options.Endpoint is not null && !IsAddress(options.Endpoint))
        {
            wrong.Add("Media:S3:Endpoint must be an address: http://HOST:PORT or https://HOST; without it the store is AWS's.");
        }

        if (options.PublicEndpoint is not null && !IsAddress(options.PublicEndpoint))
        {
            wrong.Add("Media:S3:PublicEndpoint must be an address without a path: http://HOST:PORT or https://HOST.");
        }

        if (options.Bucket is not { Length: >= 3 and <= 63 } bucket || bucket.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('.' or '-')))
        {
            wrong.Add($"Media:S3:Bucket is '{options.Bucket}' and must be 3 to 63 lower-case letters, digits, . and -.");
        }

        if (options.AccessKey is null != options.SecretKey is null)
        {
            wrong.Add("Media:S3:AccessKey and Media:S3:SecretKey must both be set, or neither.");
        }

        if (options.AccessKey is null && options.Endpoint is not null)
        {
            wrong.Add("Media:S3:AccessKey must be set where Media:S3:Endpoint is: only AWS gives keys to its machines.");
        }

        if (string.IsNullOrWhiteSpace(options.Region))
        {
            wrong.Add("Media:S3:Region must be a region's name, such as us-east-1.");
        }

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(5))
        {
            wrong.Add("Media:S3:Timeout must be 00:00:01 to 00:05:00.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    // A path would be signed too, and the store is not told of it.
    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") && address.PathAndQuery == "/";
}
