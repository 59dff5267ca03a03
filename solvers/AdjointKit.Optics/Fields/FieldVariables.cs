using AdjointKit.Autodiff;

namespace AdjointKit.Optics;

/// <summary>What light in a plane depends on besides its amplitudes: numbers on a tape, each a constant or a variable to differentiate by.</summary>
/// <param name="Wavelength">In vacuum, m.</param>
/// <param name="Index">The refractive index of the medium.</param>
/// <param name="PitchY">The pitch of the field along y, m.</param>
/// <param name="PitchX">The pitch of the field along x, m.</param>
public readonly record struct FieldVariables(Var<double> Wavelength, Var<double> Index, Var<double> PitchY, Var<double> PitchX)
{
    /// <summary>The wavelength in the medium, m.</summary>
    public Var<double> WavelengthInMedium => Wavelength / Index;

    /// <summary>All numbers as constants; <c>with { Wavelength = w }</c> puts a variable in the place of one.</summary>
    /// <param name="tape">The tape that they are recorded on.</param>
    /// <param name="grid">The grid whose pitch it is.</param>
    /// <param name="wavelength">In vacuum, m.</param>
    /// <param name="index">The refractive index of the medium.</param>
    /// <exception cref="ArgumentException">A wavelength or an index that is not a positive number.</exception>
    public static FieldVariables Constants(Tape tape, FieldGrid grid, double wavelength, double index = 1) => Of(PropagationVariables.Constants(tape, grid, wavelength, distance: 0, index));

    /// <summary>Those of a propagation from this plane.</summary>
    /// <param name="distance">Along z, m.</param>
    public PropagationVariables Over(Var<double> distance) => new(Wavelength, distance, Index, PitchY, PitchX);

    internal static FieldVariables Of(in PropagationVariables at) => new(at.Wavelength, at.Index, at.PitchY, at.PitchX);
}
