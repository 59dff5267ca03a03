namespace AdjointKit.IO;

/// <summary>One file inside a ZIP archive, as the central directory describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">How it is packed: 0 stored, 8 deflate.</param>
/// <param name="Encrypted">Whether it is encrypted.</param>
/// <param name="Crc">The check sum of the unpacked bytes.</param>
/// <param name="PackedBytes">Its length in the archive.</param>
/// <param name="Bytes">Its unpacked length, as claimed.</param>
/// <param name="HeaderOffset">Where its local header stands in the archive.</param>
/// <param name="DirectoryOffset">Where the directory describes it.</param>
internal sealed record ZipEntry(string Name, int Method, bool Encrypted, uint Crc, long PackedBytes, long Bytes, long HeaderOffset, long DirectoryOffset)
{
    public const int Stored = 0;
    public const int Deflate = 8;
}
