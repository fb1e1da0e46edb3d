using Media.Messaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Media.Web.Tests.Sample;

/// <summary>Brings this assembly's endpoints.</summary>
internal sealed class SampleModule : IModule
{
    public string Name => "sample";

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
    }

    public void Connect(IModuleBus bus)
    {
    }
}
