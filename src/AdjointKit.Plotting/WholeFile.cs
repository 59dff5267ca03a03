namespace AdjointKit.Plotting;

/// <summary>Writes files beside their place and renames them when they are whole: a killed run leaves no half file under the name.</summary>
internal static class WholeFile
{
    internal static void Write(string path, ReadOnlySpan<byte> contents)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"the folder '{folder}' for '{path}' does not exist: make it first");
        string beside = Path.Combine(folder, $".{Path.GetFileName(full)}.{Environment.ProcessId}.{Guid.NewGuid():N}.part");
        try
        {
            File.WriteAllBytes(beside, contents);
            File.Move(beside, full, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
