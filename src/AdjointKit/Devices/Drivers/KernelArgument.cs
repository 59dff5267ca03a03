using AdjointKit.Arrays;

namespace AdjointKit.Devices.Drivers;

/// <summary>The value of one parameter of a kernel: device memory, a whole number or a real number, as the bytes that the driver passes on.</summary>
public readonly struct KernelArgument
{
    private readonly long bits;

    private KernelArgument(long bits, int size, bool isMemory)
    {
        this.bits = bits;
        Size = size;
        IsMemory = isMemory;
    }

    /// <summary>The bytes of the value, little-endian, in the low end.</summary>
    public long Bits => bits;

    /// <summary>How many of them the parameter takes: 4 or 8.</summary>
    public int Size { get; }

    /// <summary>Whether the value is a handle of device memory.</summary>
    public bool IsMemory { get; }

    /// <summary>Device memory; 0 for a null pointer.</summary>
    public static KernelArgument Memory(nint handle) => new(handle, sizeof(long), true);

    /// <summary>A parameter of type int.</summary>
    public static KernelArgument Int(int value) => new(value & 0xFFFFFFFFL, sizeof(int), false);

    /// <summary>A parameter of 64 bits.</summary>
    public static KernelArgument Long(long value) => new(value, sizeof(long), false);

    /// <summary>A parameter of type float.</summary>
    public static KernelArgument Float(float value) => new(BitConverter.SingleToUInt32Bits(value), sizeof(float), false);

    /// <summary>A parameter of type double.</summary>
    public static KernelArgument Double(double value) => new(BitConverter.DoubleToInt64Bits(value), sizeof(double), false);

    /// <summary>A parameter of the real type that belongs to an element type.</summary>
    public static KernelArgument Real(ElementType elementType, double value) =>
        elementType is ElementType.Float64 or ElementType.Complex128 ? Double(value) : Float((float)value);
}
