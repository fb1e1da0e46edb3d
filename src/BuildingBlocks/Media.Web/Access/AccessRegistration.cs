using Media.Documents;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Media.Web.Access;

internal static class AccessRegistration
{
    internal static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessSettings>().Bind(configuration.GetSection(AccessSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessSettings>, AccessSettingsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITellFirstKey, PrintFirstKey>();
        services.AddCollection<KeyDocument>(KeyDocument.Collection, KeyDocument.ByTenant, KeyDocument.ByCreation);
        services.AddSingleton<Keys>();
        services.AddSingleton<FirstKey>();
        services.AddHostedService(p => p.GetRequiredService<FirstKey>());
        services.AddHealthChecks().AddCheck<FirstKey>("access");
        services.AddAuthentication(KeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        services.AddAuthorization();
    }
}
