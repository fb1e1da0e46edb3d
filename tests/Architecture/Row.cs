namespace Media.Architecture.Tests;

/// <summary>What one project may see.</summary>
/// <param name="Project">Name of the csproj, which is the assembly's too unless <see cref="Assembly"/> says another.</param>
/// <param name="Projects">Projects of ours that it may reference. What these reference in turn is not for it.</param>
/// <param name="Packages">Packages that its csproj may reference.</param>
internal sealed record Row(string Project, string[] Projects, string[] Packages)
{
    public string Assembly { get; init; } = Project;

    /// <summary>Packages whose types it may use though another project of ours references them: an interface is built on them.</summary>
    public string[] Sees { get; init; } = [];

    public bool IsModule { get; init; }

    public bool IsContracts => Project.EndsWith(".Contracts", StringComparison.Ordinal);
}
