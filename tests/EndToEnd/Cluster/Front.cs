using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Media.Testing;
using Media.Testing.Engines;

namespace Media.EndToEnd.Tests.Cluster;

/// <summary>The product's nginx configuration in front of modules that run on this machine.</summary>
internal sealed partial class Front : IAsyncDisposable
{
    private static readonly string? Nginx = new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx" }.FirstOrDefault(File.Exists);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("media-front-");
    private ServerProcess? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{Ports.Free()}");

    public static async Task<Front> Start(IReadOnlyDictionary<string, Uri> modules)
    {
        Assert.SkipWhen(Nginx is null, "nginx is not installed");
        var front = new Front();
        var text = await File.ReadAllTextAsync(SourceTree.At("deploy", "nginx", "media.conf"));
        // Addresses instead of names: there is nothing to resolve.
        text = Server().Replace(text, m => $"server {modules[m.Groups["module"].Value].Authority};").Replace("listen 8080;", $"listen {front.Address.Authority};", StringComparison.Ordinal);
        // One process: a worker would outlive its master, which is killed as the test ends.
        var main = new StringBuilder($"daemon off; master_process off; pid {front._folder}/pid; error_log {front._folder}/error; ");
        main.Append(Environment.UserName == "root" ? "user root; " : "").Append("events {} http { access_log off; ");
        foreach (var kind in (string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        {
            main.Append(System.Globalization.CultureInfo.InvariantCulture, $"{kind}_temp_path {front._folder}/{kind}; ");
        }

        var file = Path.Combine(front._folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(file, $"{main}\n{text}\n}}");
        front._process = await ServerProcess.Start(front._folder.FullName, Nginx, "-c", file, "-e", Path.Combine(front._folder.FullName, "error"));
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"server (?<module>[a-z]+):8080 resolve;", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Server();
}

/// <summary>What nginx itself says of a module that is away: to these tests' clients a connection that failed.</summary>
internal sealed class AwayAnswers() : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable
            && (await answer.Content.ReadAsStringAsync(cancellationToken)).Contains("\"module_unavailable\"", StringComparison.Ordinal))
        {
            answer.Dispose();
            throw new HttpRequestException("The module is away.");
        }

        return answer;
    }
}
