namespace AdjointKit.IO.Tests;

/// <summary>A folder of its own for a test, removed at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("adjointkit-io-").FullName;

    public string this[string name] => Path.Combine(path, name);

    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)!);

    public string File(string name, ReadOnlySpan<byte> contents)
    {
        System.IO.File.WriteAllBytes(this[name], contents);
        return this[name];
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
