namespace AdjointKit.TestKit;

/// <summary>Where the sources lie.</summary>
public static class Repository
{
    /// <summary>The folder of the solution, above the tests.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AdjointKit.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("AdjointKit.sln is in no folder above the tests.");
    }
}
