using Microsoft.Extensions.Options;

namespace Media.Orchestration.Steps;

internal sealed class StepSettingsCheck : IValidateOptions<StepSettings>
{
    public ValidateOptionsResult Validate(string? name, StepSettings options)
    {
        string?[] wrong =
        [
            Between(nameof(options.Lease), options.Lease, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Between(nameof(options.SayAgain), options.SayAgain, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            Between(nameof(options.AskAgain), options.AskAgain, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            Between(nameof(options.LongestWait), options.LongestWait, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            Between(nameof(options.Failures), options.Failures, 1, 100),
            Between(nameof(options.Losses), options.Losses, 1, 100),
            Between(nameof(options.Outstanding), options.Outstanding, 1, 100_000),
            Between(nameof(options.OutstandingOfTenant), options.OutstandingOfTenant, 1, 100_000),
            Between(nameof(options.Backoff), options.Backoff, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)),
        ];
        return wrong.OfType<string>().ToList() is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;
    }

    private static string? Between<T>(string name, T value, T least, T most) where T : IComparable<T> =>
        value.CompareTo(least) < 0 || value.CompareTo(most) > 0 ? $"{StepSettings.Section}:{name} must be {least} to {most}." : null;
}
