using AdjointKit.Autodiff;

namespace AdjointKit.Optimization;

/// <summary>An estimate of signals from themselves plus noise, for message passing; a user's derives from <see cref="Denoiser{T}"/>.</summary>
public abstract class Denoiser
{
    private protected Denoiser()
    {
    }

    /// <summary>The estimate and its divergence.</summary>
    internal abstract (Var Estimate, Var Divergence) Denoise(Var x, Var deviation);
}

/// <summary>
/// An estimate of signals from themselves plus white noise, for <see cref="SparseMethod.Amp"/> and <see cref="SparseMethod.Vamp"/>, with its divergence, which message passing corrects by. Written
/// in ops, so that unrolled steps are differentiated through it.
/// </summary>
/// <typeparam name="T">The element type of a signal.</typeparam>
public abstract class Denoiser<T> : Denoiser
    where T : unmanaged
{
    /// <summary>The estimate, and the sum over each sample of its derivative: of d out / d in, for complex elements that of the real part by the real part plus that of the imaginary by the imaginary.</summary>
    /// <param name="x">Signals plus noise, of the shape of the operator's domain.</param>
    /// <param name="deviation">The root of the mean squared magnitude of the noise in an element, a real number of each sample: [samples, 1], or of as many axes as x, so that it is broadcast.</param>
    /// <returns>The estimate, shaped like x, and the divergence, shaped like the deviation.</returns>
    protected internal abstract (Var<T> Estimate, Var Divergence) Denoise(Var<T> x, Var deviation);

    internal sealed override (Var Estimate, Var Divergence) Denoise(Var x, Var deviation)
    {
        (Var<T> estimate, Var divergence) = Denoise(x.As<T>(), deviation);
        return (estimate, divergence);
    }
}
