using Media.Messaging.Kafka;
using Media.Testing.Engines;
using Media.Testing.Hosting;
using Microsoft.Extensions.Configuration;

namespace Media.Messaging.Tests;

public sealed class KafkaSettingsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Media:Kafka:Brokers", "")]
    [InlineData("Media:Kafka:Brokers", "kafka")]
    [InlineData("Media:Kafka:Brokers", "kafka:9092,other")]
    [InlineData("Media:Kafka:Brokers", "kafka:0")]
    [InlineData("Media:Kafka:Prefix", "a b")]
    [InlineData("Media:Kafka:WorkPartitions", "0")]
    [InlineData("Media:Kafka:Partitions", "1001")]
    [InlineData("Media:Kafka:Replication", "0")]
    [InlineData("Media:Kafka:Retention", "00:10:00")]
    [InlineData("Media:Kafka:Instance", "a name/with what brokers refuse")]
    [InlineData("Media:Kafka:User", "somebody")]
    [InlineData("Media:Kafka:Mechanism", "kerberos")]
    public void A_wrong_setting_is_named(string setting, string value)
    {
        var settings = Engine.Kafka("127.0.0.1:1");
        settings[setting] = value;
        var bound = new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection(KafkaSettings.Section).Get<KafkaSettings>()!;
        var answer = new KafkaSettingsCheck().Validate(null, bound);
        answer.FailureMessage.ShouldNotBeNull().ShouldContain(setting);
    }

    [Fact]
    public async Task A_password_is_in_no_line_of_the_log_and_in_no_reason()
    {
        const string password = "not-for-your-eyes";
        var settings = Engine.Kafka($"127.0.0.1:{Ports.Free()}");
        settings["Media:Kafka:User"] = "somebody";
        settings["Media:Kafka:Password"] = password;
        settings["Media:Kafka:Mechanism"] = "plain";
        await using var host = new EngineHost(settings, new NoteModule());
        await host.StartAsync();
        await Wait.Until(async () => await host.Trouble() == "Kafka is out of reach");
        var refused = await Should.ThrowAsync<BusUnavailableException>(() => host.Emit(new Note(Guid.NewGuid(), 0), Stop));
        refused.ToString().ShouldNotContain(password);
        host.Log.Lines.ShouldNotContain(line => line.Contains(password, StringComparison.Ordinal));
    }
}
