using System.Security.Cryptography;
using System.Text;

namespace AdjointKit.Devices.Programs;

/// <summary>
/// What compilers made of programs on disk, one file each, named by a digest of text, device and compiler. A file that is damaged, that cannot be read or written, is as one
/// that is not there: the cache saves time and never decides whether something works. The oldest files go when there are too many.
/// </summary>
internal sealed class ProgramCache
{
    /// <summary>The environment variable that names the folder; "none" for no cache.</summary>
    internal const string Variable = "ADJOINTKIT_PROGRAM_CACHE";

    private const int DigestBytes = 32;
    private const int MostFiles = 512;
    private readonly string? folder;

    internal ProgramCache(string? folder) => this.folder = folder;

    /// <summary>The cache of the user.</summary>
    internal static ProgramCache OfUser()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (string.Equals(named, "none", StringComparison.Ordinal)) return new ProgramCache(null);
        if (!string.IsNullOrEmpty(named)) return new ProgramCache(named);
        string root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return new ProgramCache(root.Length == 0 ? null : Path.Combine(root, "adjointkit", "programs"));
    }

    /// <summary>The key of a program.</summary>
    internal static string KeyOf(string text, string compilerIdentity) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{compilerIdentity}\n{text}")));

    /// <summary>What is kept under a key; null where there is nothing that is whole.</summary>
    internal byte[]? TryRead(string key)
    {
        if (folder is null) return null;
        try
        {
            byte[] content = File.ReadAllBytes(PathOf(key));
            if (content.Length <= DigestBytes) return null;
            ReadOnlySpan<byte> binary = content.AsSpan(DigestBytes);
            return SHA256.HashData(binary).AsSpan().SequenceEqual(content.AsSpan(0, DigestBytes)) ? binary.ToArray() : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps what a compiler made.</summary>
    internal void Keep(string key, byte[] binary)
    {
        if (folder is null) return;
        try
        {
            Directory.CreateDirectory(folder);

            // Another process may compile the same program now: each writes a file of its own and gives it the name when it is whole.
            string partial = Path.Combine(folder, $".{key}.{Guid.NewGuid():N}.partial");
            using (FileStream stream = File.Create(partial))
            {
                stream.Write(SHA256.HashData(binary));
                stream.Write(binary);
            }

            File.Move(partial, PathOf(key), overwrite: true);
            Trim(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next run compiles it again.
        }
    }

    private static void Trim(string folder)
    {
        var place = new DirectoryInfo(folder);

        // What a killed run left: nobody writes a program for a day.
        foreach (FileInfo left in place.GetFiles(".*.partial").Where(file => file.LastWriteTimeUtc < DateTime.UtcNow.AddDays(-1))) left.Delete();
        FileInfo[] files = place.GetFiles("*.bin");
        if (files.Length <= MostFiles) return;
        foreach (FileInfo file in files.OrderBy(file => file.LastAccessTimeUtc).Take(files.Length - MostFiles)) file.Delete();
    }

    private string PathOf(string key) => Path.Combine(folder!, key + ".bin");
}
