namespace AdjointKit.Tests.Runs;

/// <summary>What a kill leaves on the disk.</summary>
internal static class KilledRun
{
    /// <summary>Copies a run's folder as it stands on the disk at this moment, as after a kill.</summary>
    internal static string CopyOf(string folder, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            string copy = Path.Combine(to, Path.GetFileName(file));
            if (Path.GetFileName(file) == "lock") File.WriteAllBytes(copy, []);
            else File.Copy(file, copy);
        }

        return to;
    }
}
