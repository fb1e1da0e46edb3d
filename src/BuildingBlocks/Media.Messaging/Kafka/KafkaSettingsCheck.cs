using Microsoft.Extensions.Options;

namespace Media.Messaging.Kafka;

internal sealed class KafkaSettingsCheck : IValidateOptions<KafkaSettings>
{
    public ValidateOptionsResult Validate(string? name, KafkaSettings options)
    {
        var wrong = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Brokers) || !options.Brokers.Split(',').All(IsAddress))
        {
            wrong.Add($"Media:Kafka:Brokers is '{options.Brokers}' and must be HOST:PORT, several with commas between.");
        }

        if (options.Prefix.Length > 60 || !options.Prefix.All(IsOfName))
        {
            wrong.Add("Media:Kafka:Prefix must be at most 60 letters, digits, ., - and _.");
        }

        if (options.WorkPartitions is < 1 or > 1000 || options.Partitions is < 1 or > 1000)
        {
            wrong.Add("Media:Kafka:WorkPartitions and Media:Kafka:Partitions must be 1 to 1000.");
        }

        if (options.Replication is not -1 and (< 1 or > 10))
        {
            wrong.Add("Media:Kafka:Replication must be -1 (the cluster's default) or 1 to 10.");
        }

        if (options.Retention < TimeSpan.FromHours(1) || options.Retention > TimeSpan.FromDays(30))
        {
            wrong.Add("Media:Kafka:Retention must be 01:00:00 to 30.00:00:00.");
        }

        if (options.Instance is { Length: > 0 } instance && (instance.Length > 100 || !instance.All(IsOfName)))
        {
            wrong.Add("Media:Kafka:Instance must be at most 100 letters, digits, ., - and _.");
        }

        if (options.User is null != options.Password is null)
        {
            wrong.Add("Media:Kafka:User and Media:Kafka:Password must both be set, or neither.");
        }

        if (options.Mechanism is not ("plain" or "scram-sha-256" or "scram-sha-512"))
        {
            wrong.Add("Media:Kafka:Mechanism must be plain, scram-sha-256 or scram-sha-512.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';

    private static bool IsAddress(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(text.AsSpan(colon + 1).Trim(), out var port) && port > 0;
    }
}
