using System.Security.Cryptography;
using System.Text;
using AdjointKit.Arrays;

namespace AdjointKit.Runs;

/// <summary>SHA-256 of what a run reads.</summary>
internal static unsafe class InputDigest
{
    private const int ChunkBytes = 1 << 24;

    internal static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Text(SHA256.HashData(stream));
    }

    internal static string Of<T>(NdArray<T> array)
        where T : unmanaged
    {
        if (!array.IsContiguous)
        {
            using NdArray<T> copy = array.Copy();
            return Of(copy);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{typeof(T).Name}{array.Shape}"));
        RawArray raw = array.Raw;
        for (nint at = 0; at < raw.Bytes; at += ChunkBytes) hash.AppendData(new ReadOnlySpan<byte>(raw.Pointer + at, (int)Math.Min(ChunkBytes, raw.Bytes - at)));
        return Text(hash.GetHashAndReset());
    }

    private static string Text(byte[] digest) => "sha256:" + Convert.ToHexStringLower(digest);
}
