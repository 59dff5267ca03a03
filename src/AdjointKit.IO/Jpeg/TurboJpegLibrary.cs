using System.Runtime.InteropServices;

namespace AdjointKit.IO;

/// <summary>The functions of libturbojpeg that unpack an image.</summary>
internal sealed unsafe class TurboJpegLibrary
{
    private static readonly string[] Names = ["libturbojpeg.so.0", "libturbojpeg.0.dylib", "turbojpeg"];
    private static readonly Lazy<TurboJpegLibrary?> Found = new(Find);

    public readonly delegate* unmanaged<nint> InitDecompress;
    public readonly delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int> DecompressHeader;
    public readonly delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int> Decompress;
    public readonly delegate* unmanaged<nint, byte*> GetErrorText;
    public readonly delegate* unmanaged<nint, int> Destroy;

    private TurboJpegLibrary(nint library)
    {
        InitDecompress = (delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "tjInitDecompress");
        DecompressHeader = (delegate* unmanaged<nint, byte*, CULong, int*, int*, int*, int*, int>)NativeLibrary.GetExport(library, "tjDecompressHeader3");
        Decompress = (delegate* unmanaged<nint, byte*, CULong, byte*, int, int, int, int, int, int>)NativeLibrary.GetExport(library, "tjDecompress2");
        GetErrorText = (delegate* unmanaged<nint, byte*>)NativeLibrary.GetExport(library, "tjGetErrorStr2");
        Destroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "tjDestroy");
    }

    /// <summary>The library of this machine; null where there is none.</summary>
    public static TurboJpegLibrary? Instance => Found.Value;

    private static TurboJpegLibrary? Find()
    {
        foreach (string name in Names)
        {
            if (!NativeLibrary.TryLoad(name, out nint library)) continue;
            try
            {
                return new TurboJpegLibrary(library);
            }
            catch (EntryPointNotFoundException)
            {
                NativeLibrary.Free(library);
            }
        }

        return null;
    }
}
