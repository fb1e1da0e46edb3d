using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;

namespace Media.Blobs.S3;

/// <summary>The store's client and its bucket: every call within a time limit, every failure told apart from an answer.</summary>
internal sealed class S3Store : IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly AmazonS3Client _public;
    private readonly TimeSpan _limit;
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _prepared;

    public S3Store(IOptions<S3Settings> settings)
    {
        var s = settings.Value;
        (Bucket, _limit) = (s.Bucket!, s.Timeout);
        _client = Client(s, s.Endpoint);
        _public = s.PublicEndpoint is null ? _client : Client(s, s.PublicEndpoint);
        LocalCopy.SweepAbandoned();
    }

    public string Bucket { get; }

    /// <summary>How long one call may take, one read of a body among them.</summary>
    public TimeSpan Limit => _limit;

    /// <summary>Runs one call.</summary>
    /// <exception cref="BlobsUnavailableException">The store is out of reach, refuses, or took too long.</exception>
    /// <exception cref="AmazonS3Exception">It answers that the request cannot be met: not found, a condition that does not hold, a range.</exception>
    public async Task<TResult> Run<TResult>(Func<IAmazonS3, CancellationToken, Task<TResult>> call, CancellationToken stop)
    {
        await Prepare(stop);
        return await Within(call, _limit, stop);
    }

    /// <summary>As <see cref="Run"/>, for a call that sends a part.</summary>
    public async Task<TResult> Send<TResult>(Func<IAmazonS3, CancellationToken, Task<TResult>> call, CancellationToken stop)
    {
        await Prepare(stop);
        return await Within(call, _limit * 6, stop);
    }

    /// <summary>Asks whether the store is there with its bucket, which is made where it is missing.</summary>
    public async Task Ping(CancellationToken stop)
    {
        await Prepare(stop);
        await Within((s3, limit) => s3.HeadBucketAsync(new HeadBucketRequest { BucketName = Bucket }, limit), _limit, stop);
    }

    /// <summary>An address at the public endpoint that is good for one call. Nobody is asked for it.</summary>
    public async Task<Uri> Presign(GetPreSignedUrlRequest request)
    {
        // The client takes the scheme from here, and not from its endpoint.
        request.Protocol = _public.Config.ServiceURL?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true ? Protocol.HTTP : Protocol.HTTPS;
        return new Uri(await _public.GetPreSignedURLAsync(request));
    }

    public void Dispose()
    {
        _client.Dispose();
        _public.Dispose();
        _preparing.Dispose();
    }

    private static AmazonS3Client Client(S3Settings s, string? endpoint)
    {
        var config = new AmazonS3Config
        {
            // By default a call has no limit at all.
            Timeout = s.Timeout * 6,
            MaxErrorRetry = 1,
            ForcePathStyle = s.PathStyle ?? s.Endpoint is not null,
            AuthenticationRegion = s.Region,
        };
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(s.Region);
        }
        else
        {
            config.ServiceURL = endpoint;
        }

        return s.AccessKey is null ? new AmazonS3Client(config) : new AmazonS3Client(new BasicAWSCredentials(s.AccessKey, s.SecretKey), config);
    }

    private async Task Prepare(CancellationToken stop)
    {
        if (_prepared)
        {
            return;
        }

        await _preparing.WaitAsync(stop);
        try
        {
            _prepared = _prepared || await Within(MakeBucket, _limit, stop);
        }
        finally
        {
            _preparing.Release();
        }
    }

    private async Task<bool> MakeBucket(IAmazonS3 s3, CancellationToken stop)
    {
        try
        {
            await s3.HeadBucketAsync(new HeadBucketRequest { BucketName = Bucket }, stop);
            return true;
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            await s3.PutBucketAsync(new PutBucketRequest { BucketName = Bucket }, stop);
        }

        // A writer that was killed leaves its parts: the store lets go of them.
        var rule = new LifecycleRule
        {
            Id = "unfinished-uploads",
            Status = LifecycleRuleStatus.Enabled,
            Filter = new LifecycleFilter(),
            AbortIncompleteMultipartUpload = new LifecycleRuleAbortIncompleteMultipartUpload { DaysAfterInitiation = 2 },
        };
        try
        {
            await s3.PutLifecycleConfigurationAsync(
                new PutLifecycleConfigurationRequest { BucketName = Bucket, Configuration = new LifecycleConfiguration { Rules = [rule] } }, stop);
        }
        catch (AmazonS3Exception)
        {
            // Some stores know no such rule, and do so by themselves.
        }

        return true;
    }

    private async Task<TResult> Within<TResult>(Func<IAmazonS3, CancellationToken, Task<TResult>> call, TimeSpan length, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(length);
        try
        {
            // Some ways through the client heed no token.
            return await call(_client, limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception failure)
        {
            stop.ThrowIfCancellationRequested();
            if (S3Errors.Trouble(failure) is { } trouble)
            {
                throw new BlobsUnavailableException(trouble, failure);
            }

            throw;
        }
    }
}
