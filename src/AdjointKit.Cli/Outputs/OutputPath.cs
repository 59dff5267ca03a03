using AdjointKit.Cli.Hosting;

namespace AdjointKit.Cli.Outputs;

/// <summary>Checks the place of a result before the long work starts.</summary>
internal static class OutputPath
{
    /// <summary>Refuses a path that cannot be written, and one that is also an input.</summary>
    /// <exception cref="UsageException">Says why.</exception>
    internal static void Require(string path, params IEnumerable<string?> inputs)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new UsageException("the path of the output is empty");
        string place = Place(WithoutMember(path));
        foreach (string? input in inputs)
        {
            if (input is not null && Place(WithoutMember(input)) == place && File.Exists(place)) throw new UsageException($"the output {path} would overwrite the input {input}: give another path");
        }

        if (Directory.Exists(place)) throw new UsageException($"the output {path} is a folder: give the name of a file in it");
        if (place.StartsWith("/dev/", StringComparison.Ordinal)) return;
        string folder = Path.GetDirectoryName(place) ?? "/";
        if (!Directory.Exists(folder)) throw new UsageException($"the output {path} cannot be written: the folder {folder} does not exist, make it first");
        TryWrite(path, folder);
    }

    /// <summary>As <see cref="Require"/>, for a computed array: it refuses an ending that no array of several axes can be written under, before the long work.</summary>
    internal static void RequireArray(string path, params IEnumerable<string?> inputs)
    {
        string ending = Path.GetExtension(WithoutMember(path)).ToLowerInvariant();
        if (ending is not (".npy" or ".npz" or ".bin") && !path.StartsWith("/dev/", StringComparison.Ordinal)) throw new UsageException($"the output {path} does not say how to write it: end the name in .npy, .npz:name or .bin (adjointkit convert makes other files of these)");
        Require(path, inputs);
    }

    /// <summary>Makes a folder for results, and refuses one that cannot be made or written.</summary>
    internal static void RequireFolder(string folder)
    {
        if (File.Exists(folder)) throw new UsageException($"the folder {folder} cannot be made: a file has that name");
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the folder {folder} cannot be made: {failure.Message}", failure);
        }

        TryWrite(folder, folder);
    }

    /// <summary>The folder of a run's state: the output with ".run" for its ending.</summary>
    internal static string StateFolder(string output) => Path.ChangeExtension(output, ".run");

    /// <summary>A neighbour of the output with a name put before the ending: G.npy and "vp" give G.vp.npy.</summary>
    internal static string Named(string output, string name) => Path.ChangeExtension(output, $".{name}{Path.GetExtension(output)}");

    /// <summary>The file of "archive.npz:name".</summary>
    private static string WithoutMember(string path)
    {
        int at = path.LastIndexOf(".npz:", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? path : path[..(at + 4)];
    }

    /// <summary>Where a path leads, links followed.</summary>
    private static string Place(string path) =>
        new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);

    /// <summary>The system's words name the file of the trial, which means nothing to the user.</summary>
    private static string Reason(Exception failure, string folder) => failure switch
    {
        UnauthorizedAccessException => $"the folder {folder} may not be written to",
        FileNotFoundException or DirectoryNotFoundException => $"the folder {folder} takes no new files",
        _ => failure.Message.Split(" : '")[0],
    };

    private static void TryWrite(string path, string folder)
    {
        string probe = Path.Combine(folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the output {path} cannot be written: {Reason(failure, folder)}", failure);
        }
    }
}
