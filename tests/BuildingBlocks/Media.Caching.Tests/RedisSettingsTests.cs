using Microsoft.Extensions.Options;

namespace Media.Caching.Tests;

public sealed class RedisSettingsTests
{
    [Theory]
    [InlineData("Media:Cache:Engine", "disk")]
    [InlineData("Media:Redis:Address", null)]
    [InlineData("Media:Redis:Address", "localhost")]
    [InlineData("Media:Redis:Address", "localhost:6379,other")]
    [InlineData("Media:Redis:Address", "redis://localhost:6379")]
    [InlineData("Media:Redis:Prefix", "a b")]
    [InlineData("Media:Redis:Password", null)]
    [InlineData("Media:Redis:Timeout", "00:01:00")]
    [InlineData("Media:Redis:OutOfTouch", "-00:00:01")]
    public async Task A_wrong_setting_is_named(string setting, string? value)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Media:Cache:Engine"] = "redis",
            ["Media:Redis:Address"] = "localhost:1",
            ["Media:Redis:User"] = "media",
            ["Media:Redis:Password"] = "secret",
            [setting] = value,
        };
        await using var services = CacheProcess.Services([.. settings.Where(s => s.Value is not null).Select(s => (s.Key, s.Value!))]);

        Should.Throw<OptionsValidationException>(() => services.GetService(typeof(ICache))).Message.ShouldContain(setting);
    }
}
