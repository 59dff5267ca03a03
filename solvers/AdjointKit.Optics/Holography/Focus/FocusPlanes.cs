using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Optics;

/// <summary>In which planes a hologram is looked at, and how light is taken there.</summary>
/// <param name="Compute">Where the field is.</param>
/// <param name="Grid">The points of the sensor.</param>
/// <param name="Wavelength">In vacuum, m.</param>
/// <param name="Index">The refractive index of the medium.</param>
/// <param name="Method">A method that filters: the angular spectrum in one of its forms, by a transfer function or an impulse response.</param>
public sealed record FocusPlanes(Compute Compute, FieldGrid Grid, double Wavelength, double Index, PropagationMethod Method)
{
    /// <summary>The numbers of the way from a plane to the sensor.</summary>
    internal PropagationNumbers Numbers(double distance) => new(Wavelength, distance, Index, Grid.Dy, Grid.Dx);

    /// <summary>The transfer function over a distance, on a grid of this shape.</summary>
    /// <exception cref="ArgumentException">The method does not filter on that grid.</exception>
    internal NdArray<T> Transfer<T>(double distance, Shape padded)
        where T : unmanaged
    {
        var path = new PlannedPath<T>(Compute, Grid, Wavelength, distance, Index, default);
        Method.Describe(path);
        FilterStep<T>[] filters = [.. path.Steps.OfType<FilterStep<T>>()];
        if (filters.Length != 1 || path.Steps.Any(step => step is not (FilterStep<T> or ResizeStep<T>)) || filters[0].Transfer.Shape != padded)
        {
            throw new ArgumentException($"{Method.Name} does not filter on the grid of the field: focus by a method that does");
        }

        return filters[0].Transfer;
    }
}
