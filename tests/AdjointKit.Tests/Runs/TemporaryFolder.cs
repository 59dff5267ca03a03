namespace AdjointKit.Tests.Runs;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Directory.CreateDirectory(Root);
    }

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"adjointkit-{Guid.NewGuid():N}");

    public string At(string name) => Path.Combine(Root, name);

    /// <summary>Copies a folder as it stands on the disk at this moment, as after a kill.</summary>
    public string Image(string folder, string name)
    {
        string image = At(name);
        Directory.CreateDirectory(image);
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            string copy = Path.Combine(image, Path.GetFileName(file));
            if (Path.GetFileName(file) == "lock") File.WriteAllBytes(copy, []);
            else File.Copy(file, copy);
        }

        return image;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
