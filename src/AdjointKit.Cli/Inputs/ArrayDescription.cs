using System.Text.Json.Nodes;
using AdjointKit.Arrays;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary>What an array holds, in words and numbers.</summary>
/// <param name="Minimum">The smallest finite value (of the modulus, if complex); NaN where there is none.</param>
/// <param name="Maximum">The largest finite value.</param>
/// <param name="Mean">The mean of the finite values.</param>
/// <param name="NotFinite">How many values are NaN or infinite.</param>
internal sealed record ArrayDescription(double Minimum, double Maximum, double Mean, long NotFinite)
{
    internal static ArrayDescription Of(AnyArray array)
    {
        using NdArray<double> values = RealValues.Of(array);
        return Of(values.AsReadOnlySpan());
    }

    internal static string NameOf(ElementType type) => type switch
    {
        ElementType.Boolean => "bool",
        ElementType.Int8 => "i1",
        ElementType.UInt8 => "u1",
        ElementType.Int16 => "i2",
        ElementType.UInt16 => "u2",
        ElementType.Int32 => "i4",
        ElementType.UInt32 => "u4",
        ElementType.Int64 => "i8",
        ElementType.UInt64 => "u8",
        ElementType.Float16 => "f2",
        ElementType.Float32 => "f4",
        ElementType.Float64 => "f8",
        ElementType.Complex64 => "c8",
        _ => "c16",
    };

    internal static JsonArray ShapeOf(Shape shape)
    {
        var lengths = new JsonArray();
        for (int axis = 0; axis < shape.Rank; axis++) lengths.Add(JsonValue.Create((long)shape[axis]));
        return lengths;
    }

    private static ArrayDescription Of(ReadOnlySpan<double> values)
    {
        double minimum = double.NaN;
        double maximum = double.NaN;
        double sum = 0;
        long finite = 0;
        foreach (double value in values)
        {
            if (!double.IsFinite(value)) continue;
            if (finite++ == 0) minimum = maximum = value;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
            sum += value;
        }

        return new ArrayDescription(minimum, maximum, finite == 0 ? double.NaN : sum / finite, values.Length - finite);
    }
}
