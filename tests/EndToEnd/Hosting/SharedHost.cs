using Media.EndToEnd.Tests.Client;

namespace Media.EndToEnd.Tests.Hosting;

/// <summary>One host with the default settings for all tests that leave it alive.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private MediaHost? _host;

    internal Api Api => _host!.Api;

    internal MediaHost Host => _host!;

    public async ValueTask InitializeAsync() => _host = await MediaHost.Start(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
