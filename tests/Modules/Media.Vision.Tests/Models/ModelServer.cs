using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Media.Vision.Tests.Models;

/// <summary>A web server on a free port of this machine that answers as a test says.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ModelServer(WebApplication app) => this.app = app;

    public Uri Address => new(new Uri(app.Urls.Single()), "model.onnx");

    public static async Task<ModelServer> Start(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var built = builder.Build();
        built.Run(answer);
        await built.StartAsync(TestContext.Current.CancellationToken);
        return new ModelServer(built);
    }

    public static Task<ModelServer> Start(byte[] body) => Start(async context =>
    {
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
