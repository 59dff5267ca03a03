using AdjointKit.Arrays;
using AdjointKit.Cli.Hosting;
using AdjointKit.IO;

namespace AdjointKit.Cli.Inputs;

/// <summary>Reads intensities (or moduli) [y, x] or [plane, y, x]: real, finite, nowhere negative, somewhere bright. Colours are taken by their brightness.</summary>
internal static class IntensityInput
{
    /// <summary>Such a part of the points at the largest number of the file's type is more than a few hot pixels.</summary>
    private const double SaturatedPart = 1e-3;

    /// <summary>Reads a file. It warns of nothing: what is refused for another reason must not be warned of before.</summary>
    internal static Intensities Read(RunContext run, string option, string path, HeaderlessLayout? layout)
    {
        using AnyArray array = ArrayInput.Read(run, path, layout);
        if (ElementTypes.IsComplex(array.ElementType)) throw new UsageException($"{option} {path} is complex: an intensity is a real number");
        NdArray<double> values = array.As<double>();
        if (array.Image is not null && values.Rank == 3 && values.Shape[2] is >= 2 and <= 4) values = RealValues.Brightness(values);
        if (values.Rank is not (2 or 3)) throw new UsageException($"{option} {path} has shape {values.Shape}: intensities have the axes [y, x], or [plane, y, x]");
        if (values.Count == 0) throw new UsageException($"{option} {path} has shape {values.Shape}: it holds no point");
        FiniteValues.Require($"{option} {path}", values);
        bool isBright = false;
        ReadOnlySpan<double> numbers = values.AsReadOnlySpan();
        for (int at = 0; at < numbers.Length; at++)
        {
            if (numbers[at] < 0) throw new UsageException($"{option} {path} is {numbers[at]} at {FiniteValues.Place(values.Shape, at)}: light is not negative; subtract no more than the dark level");
            isBright |= numbers[at] > 0;
        }

        if (!isBright) throw new UsageException($"{option} {path} is 0 everywhere: there is no light in it");
        return new Intensities(values.Rank == 3 ? values : values.Reshape(1, values.Shape[0], values.Shape[1]), array.Image, Saturation(option, path, array.ElementType, numbers));
    }

    private static string? Saturation(string option, string path, ElementType type, ReadOnlySpan<double> numbers)
    {
        double full = type switch
        {
            ElementType.UInt8 => byte.MaxValue,
            ElementType.UInt16 => ushort.MaxValue,
            _ => double.PositiveInfinity,
        };
        int saturated = 0;
        foreach (double number in numbers) saturated += number >= full ? 1 : 0;
        return saturated > SaturatedPart * numbers.Length ? $"{option} {path} is saturated: {100.0 * saturated / numbers.Length:0.#} % of its points are {full}, the largest number of its type" : null;
    }
}

/// <summary>Intensities that were read.</summary>
/// <param name="Values">[plane, y, x], one plane where the file has two axes.</param>
/// <param name="Metadata">What an image file says besides its values.</param>
/// <param name="Saturation">What to warn of where many points are at the largest number of the file's type; null: there are few.</param>
internal sealed record Intensities(NdArray<double> Values, ImageMetadata? Metadata, string? Saturation);
