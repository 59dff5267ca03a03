using AdjointKit.Arrays;

namespace AdjointKit.IO;

/// <summary>The element types of safetensors that are read, by the names that the format has for them.</summary>
internal static class SafetensorsType
{
    /// <summary>The upper 16 bits of float32: read as that, never written.</summary>
    internal const string BrainFloat = "BF16";

    /// <summary>The types in the order in which a file lists them: from the widest on, so that each array is aligned.</summary>
    private static readonly (string Name, ElementType Type)[] Known =
    [
        ("F64", ElementType.Float64),
        ("I64", ElementType.Int64),
        ("U64", ElementType.UInt64),
        ("F32", ElementType.Float32),
        ("I32", ElementType.Int32),
        ("U32", ElementType.UInt32),
        ("F16", ElementType.Float16),
        ("I16", ElementType.Int16),
        ("U16", ElementType.UInt16),
        ("I8", ElementType.Int8),
        ("U8", ElementType.UInt8),
        ("BOOL", ElementType.Boolean),
    ];

    /// <summary>The type that arrays of a name are read as, and the bytes of an element in the file.</summary>
    internal static bool TryFind(string name, out ElementType type, out int bytes)
    {
        (type, bytes) = name == BrainFloat ? (ElementType.Float32, 2) : default;
        if (bytes > 0) return true;
        foreach ((string known, ElementType element) in Known)
        {
            if (known == name) (type, bytes) = (element, ElementTypes.SizeOf(element));
        }

        return bytes > 0;
    }

    /// <summary>The name of a type; none where the format has none for it.</summary>
    internal static string? NameOf(ElementType type) => Known.FirstOrDefault(known => known.Type == type).Name;
}
