using Microsoft.Extensions.Options;

namespace Media.Messaging;

internal sealed class BusSettingsCheck : IValidateOptions<BusSettings>
{
    public ValidateOptionsResult Validate(string? name, BusSettings options)
    {
        var wrong = new List<string>();
        if (options.Engine is not (BusSettings.Memory or BusSettings.Kafka))
        {
            wrong.Add($"Media:Bus:Engine is '{options.Engine}' and must be memory or kafka.");
        }

        if (options.Concurrency is < 1 or > 1000)
        {
            wrong.Add("Media:Bus:Concurrency must be 1 to 1000.");
        }

        if (options.OutOfReachWait < TimeSpan.FromMilliseconds(100) || options.OutOfReachWait > TimeSpan.FromMinutes(1))
        {
            wrong.Add("Media:Bus:OutOfReachWait must be 00:00:00.1 to 00:01:00.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
