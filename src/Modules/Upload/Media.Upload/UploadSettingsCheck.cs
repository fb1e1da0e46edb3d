using Microsoft.Extensions.Options;

namespace Media.Upload;

internal sealed class UploadSettingsCheck : IValidateOptions<UploadSettings>
{
    private const long Most = 5L << 40;

    public ValidateOptionsResult Validate(string? name, UploadSettings options)
    {
        string?[] wrong =
        [
            options.MaxBytes is < 1 or > Most ? $"{UploadSettings.Section}:MaxBytes must be 1 to {Most}." : null,
            options.MediaTypes.Split(',').All(t => t.Trim().Split('/') is [{ Length: > 0 }, { Length: > 0 }])
                ? null
                : $"{UploadSettings.Section}:MediaTypes must be media types or patterns such as image/*, with commas between.",
            Between(nameof(options.Lease), options.Lease, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Between(nameof(options.DeleteAgain), options.DeleteAgain, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            Between(nameof(options.SayAgain), options.SayAgain, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            Between(nameof(options.LongestWait), options.LongestWait, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        ];
        return wrong.OfType<string>().ToList() is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }

    private static string? Between(string name, TimeSpan value, TimeSpan least, TimeSpan most) =>
        value < least || value > most ? $"{UploadSettings.Section}:{name} must be {least} to {most}." : null;
}
