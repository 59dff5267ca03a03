using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Waves.Checks;

/// <summary>What the propagator is checked in, and the checks.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Options">The numerical choices.</param>
/// <param name="Time">Step and samples.</param>
/// <param name="Survey">Sources and receivers.</param>
internal sealed record Situation(string Name, AcousticOptions Options, TimeAxis Time, Survey Survey)
{
    internal LinearOperator<T, T> Modelling<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Propagator<T>(compute).ModelOperator(CheckProblem.Velocity<T>());

    internal LinearOperator<T, T> Born<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Propagator<T>(compute).BornOperator(CheckProblem.Velocity<T>(), CheckProblem.Signals<T>(Time));

    internal CheckResult VelocityGradient(string name, Compute compute)
    {
        AcousticPropagator<double> propagator = Propagator<double>(compute);
        using NdArray<double> velocity = CheckProblem.Velocity<double>();
        using NdArray<double> signals = CheckProblem.Signals<double>(Time);
        NdArray<double> first = signals.Select(0, 0);
        return GradCheck.Run(name, v => Ops.HalfSquaredNorm(propagator.Model(0, v, v.Tape.Constant(first))), velocity, VelocityOptions, compute.Host);
    }

    internal CheckResult WaveletGradient(string name, Compute compute)
    {
        AcousticPropagator<double> propagator = Propagator<double>(compute);
        using NdArray<double> velocity = CheckProblem.Velocity<double>();
        using NdArray<double> signals = CheckProblem.Signals<double>(Time);
        using NdArray<double> first = signals.Select(0, 0).Copy();
        var check = new GradCheckOptions { Directions = 2, Points = 2, Elements = [Time.Samples - 2, (2 * Time.Samples) - 2] };
        return GradCheck.Run(name, wavelet => Ops.HalfSquaredNorm(propagator.Model(0, wavelet.Tape.Constant(velocity), wavelet)), first, check, compute.Host);
    }

    internal CheckResult MisfitGradientInVelocity(string name, Compute compute)
    {
        AcousticPropagator<double> propagator = Propagator<double>(compute);
        using NdArray<double> velocity = CheckProblem.Velocity<double>();
        using NdArray<double> wavelet = SharedWavelet();
        using NdArray<double> observed = Observed(propagator, velocity);
        using WaveGradient<double> gradient = propagator.Gradient(velocity, wavelet, observed);
        return GradCheck.Run(name, v => Misfit(propagator, v, wavelet, observed, compute), velocity, gradient.Velocity, options: VelocityOptions, compute: compute.Host);
    }

    internal CheckResult MisfitGradientInWavelet(string name, Compute compute)
    {
        AcousticPropagator<double> propagator = Propagator<double>(compute);
        using NdArray<double> velocity = CheckProblem.Velocity<double>();
        using NdArray<double> wavelet = SharedWavelet();
        using NdArray<double> observed = Observed(propagator, velocity);
        using WaveGradient<double> gradient = propagator.Gradient(velocity, wavelet, observed);
        var check = new GradCheckOptions { Directions = 2, Points = 2, Elements = [wavelet.Count - 1] };
        return GradCheck.Run(name, w => Misfit(propagator, velocity, w, observed, compute), wavelet, gradient.Wavelet, options: check, compute: compute.Host);
    }

    /// <summary>J = 1/2 sum (d - d_obs)^2 dt by modelling alone.</summary>
    private double Misfit(AcousticPropagator<double> propagator, NdArray<double> velocity, NdArray<double> wavelet, NdArray<double> observed, Compute compute)
    {
        using NdArray<double> difference = propagator.Model(velocity, wavelet);
        compute.Host.Backend.AddScaled(-1, observed, difference);
        return 0.5 * Time.Step * compute.Host.Backend.Dot(difference, difference).Real;
    }

    /// <summary>The corners and the edges' middles, through which the absorbing layers are felt, and a point beneath the sources.</summary>
    private static GradCheckOptions VelocityOptions
    {
        get
        {
            (int I, int K)[] nodes = [(0, 0), (0, 18), (40, 18), (40, 36), (20, 36), (20, 1), (5, 5)];
            return new GradCheckOptions { Step = 1e-3, Directions = 2, Points = 2, Elements = [.. nodes.Select(node => (long)((node.I * CheckProblem.Grid.Nz) + node.K))] };
        }
    }

    private AcousticPropagator<T> Propagator<T>(Compute compute)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => CheckProblem.Propagator<T>(Options, Time, Survey, compute);

    /// <summary>One wavelet for all shots and sources, shorter than the time axis.</summary>
    private NdArray<double> SharedWavelet()
    {
        using NdArray<double> signals = CheckProblem.Signals<double>(Time);
        return signals.Select(0, 1).Select(0, 0).Slice(0, 0, Time.Samples - 20).Copy();
    }

    /// <summary>Data of other wavelets.</summary>
    private NdArray<double> Observed(AcousticPropagator<double> propagator, NdArray<double> velocity)
    {
        using NdArray<double> signals = CheckProblem.Signals<double>(Time);
        return propagator.Model(velocity, signals);
    }
}
