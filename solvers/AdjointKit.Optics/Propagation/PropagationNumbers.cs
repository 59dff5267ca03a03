namespace AdjointKit.Optics;

/// <summary>The values of <see cref="PropagationVariables"/>.</summary>
/// <param name="Wavelength">In vacuum, m.</param>
/// <param name="Distance">Along z, m.</param>
/// <param name="Index">The refractive index of the medium.</param>
/// <param name="PitchY">The pitch of the field along y, m.</param>
/// <param name="PitchX">The pitch of the field along x, m.</param>
public readonly record struct PropagationNumbers(double Wavelength, double Distance, double Index, double PitchY, double PitchX)
{
    /// <summary>The wavelength in the medium, m.</summary>
    public double WavelengthInMedium => Wavelength / Index;
}
