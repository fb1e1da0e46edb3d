using System.Net;
using Media.EndToEnd.Tests.Hosting;

namespace Media.EndToEnd.Tests;

/// <summary>Settings are checked at start: one that is wrong stops it with a line that names it.</summary>
public sealed class SettingTests
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Media__Profile", "cloud", "Media:Profile")]
    [InlineData("Media__Modules", "upload,baking", "Media:Modules")]
    [InlineData("Media__Modules", "vision", "Media:Bus:Engine is memory")]
    [InlineData("Media__Bus__Engine", "kafka", "Media:Kafka:Brokers")]
    [InlineData("Media__Documents__Engine", "mongo", "Media:Mongo:Uri")]
    [InlineData("Media__Blobs__Engine", "s3", "Media:S3:Bucket")]
    [InlineData("Media__Cache__Engine", "disk", "Media:Cache:Engine")]
    [InlineData("Media__Cache__Engine", "redis", "Media:Redis:Address")]
    [InlineData("Media__Profile", "cluster", "Media:Kafka:Brokers")]
    [InlineData("Media__Profile", "cluster", "Media:Redis:Address")]
    [InlineData("Media__Upload__MaxBytes", "0", "Media:Upload:MaxBytes")]
    [InlineData("Media__Steps__Failures", "0", "Media:Steps:Failures")]
    [InlineData("Media__Vision__Model", "no-such-model", "Media:Vision:Model")]
    [InlineData("Media__Switches__Renditions", "tumb", "Media:Switches:Renditions")]
    [InlineData("Media__Presets__default__Renditions__thumb__MaxSide", "0", "Media:Presets:default:Renditions:thumb:MaxSide")]
    [InlineData("Media__Access__FirstKey__File", "/proc/version", "Media:Access:FirstKey and Media:Access:FirstKey:File are both set")]
    [InlineData("Media__Upload__MaxBytes__File", "/nothing/here", "Media:Upload:MaxBytes:File")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string name, string value, string named)
    {
        var why = await Record.ExceptionAsync(async () => await (await MediaHost.Start(_stop, (name, value))).DisposeAsync());
        why.ShouldNotBeNull().Message.Split('\n').ShouldContain(line => line.StartsWith("media cannot start: ", StringComparison.Ordinal) && line.Contains(named));
    }

    [Fact]
    public async Task A_value_may_be_a_files_content()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "5\n", _stop);
            await using var host = await MediaHost.Start(_stop, ("Media__Upload__MaxBytes__File", file));
            using var kept = await host.Api.Post("12345"u8.ToArray(), "a.txt", "text/plain", _stop);
            kept.StatusCode.ShouldBe(HttpStatusCode.Created);
            using var refused = await host.Api.Post("123456"u8.ToArray(), "a.txt", "text/plain", _stop);
            refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
