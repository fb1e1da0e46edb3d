using System.Security.Cryptography;

namespace Media.Vision.Models.Pull;

/// <summary>
/// Fetches a model to where its folder keeps it. The file is beside its place until its length and digest are found right, and then moved there: a
/// server that runs never sees half of one, and a wrong one is never seen at all.
/// </summary>
internal sealed class ModelPull(ModelsFolder folder, PullProgress progress)
{
    // How long a sender may say nothing.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <returns>False: the right file was there already.</returns>
    /// <exception cref="PullException">It could not be had, or is not what the catalog says; nothing has changed.</exception>
    public async Task<bool> Pull(CatalogModel model, CancellationToken stop)
    {
        try
        {
            var place = folder.PathOf(model);
            if (folder.Has(model) && (await Digest(place, stop)).Equals(model.Sha256, StringComparison.Ordinal))
            {
                return false;
            }

            if (model.Address is not { } address)
            {
                throw new PullException($"{model.Name} has no address in the catalog: it comes with the server, in its models folder.");
            }

            Directory.CreateDirectory(folder.Path);
            await WriteLicence(model, stop);
            await Replace(place, model, address, stop);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw new PullException($"{model.Name} could not be installed in {folder.Path}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new PullException($"{model.Name} could not be fetched: {model.Address} sent nothing for {Silence.TotalSeconds} s.", e);
        }
    }

    private async Task Replace(string place, CatalogModel model, Uri address, CancellationToken stop)
    {
        var beside = $"{place}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true))
            {
                await Fetch(model, address, file, stop);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, place, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private async Task Fetch(CatalogModel model, Uri address, FileStream file, CancellationToken stop)
    {
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(stop);
        silent.CancelAfter(Silence);
        using var sources = new ModelSource();
        await using var source = await sources.Open(address, silent.Token);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 << 10];
        long bytes = 0;
        progress.Begin(model);
        for (int read; (read = await source.ReadAsync(buffer, silent.Token)) > 0;)
        {
            silent.CancelAfter(Silence);
            bytes += read;
            if (bytes > model.Bytes)
            {
                throw new PullException($"{address} sends more than the {model.Bytes} bytes that {model.Name} has. Nothing was kept.");
            }

            hash.AppendData(buffer.AsSpan(0, read));
            await file.WriteAsync(buffer.AsMemory(0, read), silent.Token);
            progress.Has(bytes);
        }

        progress.End();
        Check(model, address, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static void Check(CatalogModel model, Uri address, long bytes, string sha256)
    {
        if (bytes < model.Bytes)
        {
            throw new PullException($"{address} ended after {bytes} of the {model.Bytes} bytes that {model.Name} has. Nothing was kept: try again.");
        }

        if (!sha256.Equals(model.Sha256, StringComparison.Ordinal))
        {
            throw new PullException($"What {address} sent is not {model.Name}: its SHA-256 is {sha256}, the catalog says {model.Sha256}. Nothing was kept.");
        }
    }

    // Who has a copy of the model must have its licence.
    private async Task WriteLicence(CatalogModel model, CancellationToken stop)
    {
        var path = Path.Combine(folder.Path, model.LicenceFile);
        if (!File.Exists(path) && folder.OpenText(model.LicenceFile) is { } text)
        {
            using (text)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, await text.ReadToEndAsync(stop), stop);
            }
        }
    }

    private static async Task<string> Digest(string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
    }
}

/// <summary>A model could not be fetched, for a reason that an operator can read.</summary>
#pragma warning disable S3871 // Nobody outside of this module may catch it.
internal sealed class PullException(string message, Exception? inner = null) : Exception(message, inner);
#pragma warning restore S3871
