using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>What a propagation depends on besides the field: numbers on a tape, each a constant or a variable to differentiate by.</summary>
/// <param name="Wavelength">In vacuum, m.</param>
/// <param name="Distance">From the field's plane along z, m; negative: back along the light.</param>
/// <param name="Index">The refractive index of the medium.</param>
/// <param name="PitchY">The pitch of the field along y, m.</param>
/// <param name="PitchX">The pitch of the field along x, m.</param>
public readonly record struct PropagationVariables(Var<double> Wavelength, Var<double> Distance, Var<double> Index, Var<double> PitchY, Var<double> PitchX)
{
    /// <summary>The wavelength in the medium, m.</summary>
    public Var<double> WavelengthInMedium => Wavelength / Index;

    /// <summary>All numbers as constants; <c>with { Distance = z }</c> puts a variable in the place of one.</summary>
    /// <param name="tape">The tape that they are recorded on.</param>
    /// <param name="grid">The grid whose pitch it is.</param>
    /// <param name="wavelength">In vacuum, m.</param>
    /// <param name="distance">Along z, m.</param>
    /// <param name="index">The refractive index of the medium.</param>
    /// <exception cref="ArgumentException">A wavelength or an index that is not a positive number, a distance that is not finite.</exception>
    public static PropagationVariables Constants(Tape tape, FieldGrid grid, double wavelength, double distance, double index = 1)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(grid);
        Check(wavelength, distance, index);
        return new PropagationVariables(tape.Constant(wavelength), tape.Constant(distance), tape.Constant(index), tape.Constant(grid.Dy), tape.Constant(grid.Dx));
    }

    internal static void Check(double wavelength, double distance, double index)
    {
        if (!(wavelength > 0) || !double.IsFinite(wavelength)) throw new ArgumentException($"a wavelength of {wavelength} m is not a positive number: give it in metres, 633e-9 say", nameof(wavelength));
        if (!double.IsFinite(distance)) throw new ArgumentException($"a distance of {distance} m is not a number: give it in metres", nameof(distance));
        if (!(index > 0) || !double.IsFinite(index)) throw new ArgumentException($"a refractive index of {index} is not a positive number", nameof(index));
    }
}
