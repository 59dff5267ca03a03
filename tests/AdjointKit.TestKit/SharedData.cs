using Xunit;

namespace AdjointKit.TestKit;

/// <summary>
/// Finds the folder `shared` (real data, oracles) that lies beside the repository. It is not part of a clone: a test that needs it is a
/// <c>[SkippableFact]</c> and is skipped where the folder is absent. The environment variable ADJOINTKIT_SHARED names another place.
/// </summary>
public static class SharedData
{
    private static readonly Lazy<string?> Found = new(Find);

    /// <summary>The folder, or null where there is none.</summary>
    public static string? Root => Found.Value;

    /// <summary>Whether a file or folder of the shared folder is there.</summary>
    /// <param name="relative">The path below the shared folder, "data/seismic/field/viking_small.segy".</param>
    public static bool Exists(string relative) => Root is string root && Present(System.IO.Path.Combine(root, relative));

    /// <summary>The full path of a file or folder below the shared folder; the calling test is skipped where it is absent.</summary>
    /// <param name="relative">The path below the shared folder, "data/seismic/field/viking_small.segy".</param>
    public static string Path(string relative)
    {
        // Field data and oracles are no part of a clone: a machine without them skips, and says so.
        Skip.If(Root is null, "there is no folder `shared` beside the repository (ADJOINTKIT_SHARED may name another place)");
        string full = System.IO.Path.Combine(Root!, relative);
        Skip.IfNot(Present(full), $"the shared folder has no {relative}");
        return full;
    }

    private static bool Present(string path) => File.Exists(path) || Directory.Exists(path);

    private static string? Find()
    {
        string? stated = Environment.GetEnvironmentVariable("ADJOINTKIT_SHARED");
        if (!string.IsNullOrEmpty(stated)) return Directory.Exists(stated) ? stated : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "AdjointKit.sln"))) continue;
            return Beside(folder) ?? (MainRepository(folder) is DirectoryInfo main ? Beside(main) : null);
        }

        return null;
    }

    private static string? Beside(DirectoryInfo repository)
    {
        if (repository.Parent is null) return null;
        string shared = System.IO.Path.Combine(repository.Parent.FullName, "shared");
        return Directory.Exists(shared) ? shared : null;
    }

    /// <summary>In a further work tree `.git` is a file that names a folder inside the main repository: "gitdir: MAIN/.git/worktrees/NAME".</summary>
    private static DirectoryInfo? MainRepository(DirectoryInfo workTree)
    {
        string link = System.IO.Path.Combine(workTree.FullName, ".git");
        const string prefix = "gitdir: ";
        if (!File.Exists(link)) return null;
        string text = File.ReadAllText(link).Trim();
        if (!text.StartsWith(prefix, StringComparison.Ordinal)) return null;
        for (var folder = new DirectoryInfo(System.IO.Path.GetFullPath(text[prefix.Length..], workTree.FullName)); folder is not null; folder = folder.Parent)
        {
            if (folder.Name == ".git") return folder.Parent;
        }

        return null;
    }
}
