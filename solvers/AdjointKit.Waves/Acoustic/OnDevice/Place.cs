using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;
using AdjointKit.Devices.Gpu;

namespace AdjointKit.Waves.Acoustic.OnDevice;

/// <summary>Device memory from an element on, or nothing.</summary>
internal readonly record struct Place(nint Memory, nint Element)
{
    internal static Place Nothing => default;

    internal bool IsNothing => Memory == 0;

    internal static Place Of<T>(NdArray<T> array)
        where T : unmanaged => new(array.Storage.Memory, 0);

    /// <summary>A range of bytes of a checkpoint memory; its offset is a multiple of every element size.</summary>
    internal static Place Of<T>(RawArray bytes)
        where T : unmanaged => new(bytes.Storage.Memory, bytes.Offset / ElementTypes.SizeOf(ElementTypes.Of<T>()));

    internal void AddTo(ref ArgumentList arguments)
    {
        arguments.Add(KernelArgument.Memory(Memory));
        arguments.Add((long)Element);
    }
}
