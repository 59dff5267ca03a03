using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AdjointKit.Runs;

/// <summary>
/// The files of an interrupted run: a lock, the manifest, and the state with the number of items in it. Every file is written under another name,
/// flushed to the disk and renamed, so that whatever moment a process dies at, the folder holds the last whole state.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string LockName = "lock";
    private const string ManifestName = "manifest.json";
    private const string StateName = "state";
    private const string PartialEnding = ".partial";
    private const int DigestBytes = 32;
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolationOnWindows = 32;
    private static readonly byte[] Signature = "AKRUN001"u8.ToArray();
    private readonly FileStream held;

    private RunFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    internal string Path { get; }

    /// <summary>Whether the state of an earlier run is here.</summary>
    internal bool HasManifest => File.Exists(At(ManifestName));

    /// <summary>Whether something was saved.</summary>
    internal bool HasState => File.Exists(At(StateName));

    /// <summary>Takes the folder for this process; the operating system gives it back when the process dies, however that happens.</summary>
    /// <exception cref="RunStateException">Another run has it.</exception>
    internal static RunFolder Take(string path)
    {
        string place = System.IO.Path.Combine(path, LockName);
        while (true)
        {
            Directory.CreateDirectory(path);
            FileStream stream;
            try
            {
                stream = new FileStream(place, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (DirectoryNotFoundException)
            {
                // The run that had it ended in this very moment and removed it.
                continue;
            }
            catch (IOException failure) when (IsLock(failure))
            {
                throw new RunStateException(RunStateProblem.Locked, $"Another run is writing to {path}: wait until it ends, or give this one another output.", failure);
            }

            if (File.Exists(place)) return new RunFolder(path, stream);
            stream.Dispose();
        }
    }

    /// <summary>The manifest of the run whose state is here.</summary>
    /// <exception cref="RunStateException">It cannot be read.</exception>
    internal RunManifest ReadManifest()
    {
        string place = At(ManifestName);
        try
        {
            return RunManifest.Read(File.ReadAllBytes(place));
        }
        catch (FormatException failure)
        {
            throw Damaged(place, failure);
        }
    }

    internal void WriteManifest(RunManifest manifest) => Replace(ManifestName, manifest.Write);

    /// <summary>Removes what earlier runs left, so that a new one can begin.</summary>
    internal void Clear()
    {
        foreach (string file in Directory.EnumerateFiles(Path))
        {
            if (System.IO.Path.GetFileName(file) != LockName) File.Delete(file);
        }
    }

    /// <summary>Loads the state and tells how many items are in it; 0 if none was saved.</summary>
    /// <exception cref="RunStateException">It is damaged.</exception>
    internal long ReadState(IRunState state)
    {
        string place = At(StateName);
        if (!File.Exists(place)) return 0;
        try
        {
            using var stream = new FileStream(place, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            Check(stream);
            stream.Position = Signature.Length;
            Span<byte> number = stackalloc byte[sizeof(long)];
            stream.ReadExactly(number);
            state.Load(stream);
            if (stream.Position != stream.Length - DigestBytes) throw new InvalidDataException("it is of another length");
            return BinaryPrimitives.ReadInt64LittleEndian(number);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(place, failure);
        }
    }

    internal void WriteState(long done, IRunState state) => Replace(StateName, stream =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hashing = new HashingStream(stream, hash);
        hashing.Write(Signature);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, done);
        hashing.Write(number);
        state.Save(hashing);
        stream.Write(hash.GetHashAndReset());
    });

    /// <summary>Removes the folder: the run is over and its result is safe.</summary>
    internal void Remove()
    {
        // The manifest first: without it the rest counts as nothing.
        File.Delete(At(ManifestName));
        Clear();
        File.Delete(At(LockName));
        held.Dispose();
        try
        {
            Directory.Delete(Path);
        }
        catch (IOException)
        {
            // Something that is not ours lies in it, or another run has just begun there.
        }
    }

    public void Dispose() => held.Dispose();

    private static bool IsLock(IOException failure) => (failure.HResult & 0xFFFF) is WouldBlockOnLinux or WouldBlockOnMac or SharingViolationOnWindows;

    private static RunStateException Damaged(string place, Exception failure) =>
        new(RunStateProblem.Damaged, $"The state of the interrupted run in {place} is damaged ({failure.Message.Split('\n')[0].TrimEnd('.')}): delete its folder and start anew.", failure);

    /// <summary>The digest at the end is that of all bytes before it.</summary>
    private static void Check(FileStream stream)
    {
        if (stream.Length < Signature.Length + sizeof(long) + DigestBytes) throw new InvalidDataException("it is cut off");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        long left = stream.Length - DigestBytes;
        bool first = true;
        while (left > 0)
        {
            int count = (int)Math.Min(buffer.Length, left);
            stream.ReadExactly(buffer, 0, count);
            if (first && !buffer.AsSpan(0, Signature.Length).SequenceEqual(Signature)) throw new InvalidDataException("it is no state of a run");
            first = false;
            hash.AppendData(buffer, 0, count);
            left -= count;
        }

        stream.ReadExactly(buffer, 0, DigestBytes);
        if (!buffer.AsSpan(0, DigestBytes).SequenceEqual(hash.GetHashAndReset())) throw new InvalidDataException("its check sum is wrong");
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);

    private void Replace(string name, Action<Stream> write) => AtomicFile.Write(At(name), At(name + PartialEnding), write);
}
