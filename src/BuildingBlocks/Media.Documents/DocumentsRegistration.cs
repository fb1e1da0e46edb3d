using Media.Documents.Leasing;
using Media.Documents.Mongo;
using Media.Documents.Sqlite;
using Media.Documents.Sweeping;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Media.Documents;

public static class DocumentsRegistration
{
    /// <summary>Adds the document store. Settings: <see cref="DocumentsSettings"/>, <see cref="MongoSettings"/>, <see cref="SweepSettings"/>.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        var engine = configuration["Media:Documents:Engine"] ?? DocumentsSettings.Sqlite;
        services.AddOptions<DocumentsSettings>()
            .Configure(settings =>
            {
                settings.Engine = engine;
                settings.Data = configuration["Media:Data"] ?? settings.Data;
            })
            .Validate(s => s.Engine is DocumentsSettings.Sqlite or DocumentsSettings.Mongo, "Media:Documents:Engine must be sqlite or mongo.")
            .Validate(s => !string.IsNullOrWhiteSpace(s.Data), "Media:Data must name a folder.")
            .ValidateOnStart();
        services.AddOptions<SweepSettings>().Bind(configuration.GetSection(SweepSettings.Section))
            .Validate(s => s.Every >= TimeSpan.FromMilliseconds(10) && s.Every <= TimeSpan.FromHours(1), $"{SweepSettings.Section}:Every must be 00:00:00.01 to 01:00:00.")
            .ValidateOnStart();
        if (engine == DocumentsSettings.Mongo)
        {
            services.AddOptions<MongoSettings>().Bind(configuration.GetSection(MongoSettings.Section)).ValidateOnStart();
            services.AddSingleton<IValidateOptions<MongoSettings>, MongoSettingsCheck>();
            services.AddSingleton<MongoStore>();
            services.AddHealthChecks().AddCheck<MongoHealth>("documents");
        }
        else
        {
            services.AddSingleton<SqliteStore>();
            services.AddHostedService<OpenAtStart>();
        }

        services.AddCollection<LeaseDocument>("leases");
        services.AddSingleton(p => new Leases(p.GetRequiredService<IDocuments<LeaseDocument>>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SweepParts>();
        return services;
    }

    /// <summary>Declares a collection: <see cref="IDocuments{T}"/> of its documents can be had from then on.</summary>
    /// <param name="name">Lower-case letters, digits and dashes.</param>
    public static IServiceCollection AddCollection<T>(this IServiceCollection services, string name, params Index<T>[] indexes)
        where T : class, IDocument
    {
        var declared = Declare(services, name, indexes);
        services.TryAddSingleton<IDocuments<T>>(p => Open<T>(p, declared));
        return services;
    }

    /// <summary>As <see cref="AddCollection"/>, for documents of one type in several collections: <see cref="IDocuments{T}"/> by key.</summary>
    public static IServiceCollection AddKeyedCollection<T>(this IServiceCollection services, string key, string name, params Index<T>[] indexes)
        where T : class, IDocument
    {
        var declared = Declare(services, name, indexes);
        services.AddKeyedSingleton<IDocuments<T>>(key, (p, _) => Open<T>(p, declared));
        return services;
    }

    private static IDocuments<T> Open<T>(IServiceProvider services, Collection declared) where T : class, IDocument =>
        services.GetService<MongoStore>() is { } mongo
            ? new MongoDocuments<T>(mongo, declared)
            : new SqliteDocuments<T>(services.GetRequiredService<SqliteStore>(), declared);

    private static Collection Declare<T>(IServiceCollection services, string name, Index<T>[] indexes) where T : class, IDocument
    {
        if (name.Length is 0 or > 60 || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            throw new ArgumentException("a collection's name must be lower-case letters, digits and dashes", nameof(name));
        }

        var declared = new Collection(name, [.. indexes.Select(i => new CollectionIndex(i.Name, i.IsUnique, i.Fields))]);
        services.AddSingleton(declared);
        return declared;
    }

    // A folder that another process uses, or that cannot be written, stops the start and not the first request.
    private sealed class OpenAtStart(SqliteStore store) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.FromResult(store);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
