using System.Diagnostics;
using System.Numerics;
using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Runs;

namespace AdjointKit.Sparse;

/// <summary>
/// Finds the three factors of a <see cref="HyperLista{T}"/> by a pattern search (Hooke and Jeeves 1961) along their logarithms: each is tried larger and smaller, a trial that makes the error on a set of
/// random signals less is kept, and the stride of a factor of which neither is better is halved. A step is one trial. Not thread-safe.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class HyperparameterSearch<T> : INetworkTraining
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const double FirstStride = 0.5;
    private const double LastStride = 0.02;
    private const double Growth = 1.3;
    private const int MostTrials = 400;
    private static readonly string[] Names = ["c1", "c2", "c3"];

    private readonly HyperLista<T> network;
    private readonly SparseSignals<T> signals;
    private readonly NdArray<T> truth;
    private readonly double[] point = new double[3];
    private readonly double[] strides = [FirstStride, FirstStride, FirstStride];
    private int factor;
    private int sign = 1;

    /// <summary>Begins a search at the factors that the network has.</summary>
    /// <param name="network">The network, whose factors are moved.</param>
    /// <param name="snr">The ratio of signal to noise of the data, dB; infinite: no noise.</param>
    /// <param name="seed">The seed of the signals.</param>
    /// <param name="samples">The number of signals.</param>
    public HyperparameterSearch(HyperLista<T> network, double snr = double.PositiveInfinity, ulong seed = 0, int samples = 1000)
    {
        ArgumentNullException.ThrowIfNull(network);
        this.network = network;
        signals = new SparseSignals<T>(network.Dictionary, samples, seed ^ NetworkTrainer<T>.ValidationSeed, snr);
        signals.Fill(0);
        truth = network.Dictionary.Compute.ToHost(signals.X);
        for (int k = 0; k < 3; k++) point[k] = Math.Log(double.CreateChecked(network.Dictionary.Compute.ToHost(network.Parameters.Get<T>(Names[k])).AsReadOnlySpan()[0]));
        BestNmse = Error();
    }

    /// <inheritdoc/>
    public int Stage => IsDone ? 1 : 0;

    /// <inheritdoc/>
    public int Stages => 1;

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public long Samples => Steps * signals.X.Shape[0];

    /// <inheritdoc/>
    public bool IsDone => Steps >= MostTrials || strides.Max() < LastStride;

    /// <inheritdoc/>
    public double BestNmse { get; private set; }

    /// <inheritdoc/>
    public void Run(long last = long.MaxValue, Action? each = null, IProgress<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        long began = Stopwatch.GetTimestamp();
        long first = Steps;
        while (!IsDone && Steps < last)
        {
            cancellation.ThrowIfCancellationRequested();
            Step();
            each?.Invoke();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(began);
            long total = Math.Min(last, MostTrials);
            double rate = (Steps - first) / elapsed.TotalSeconds;
            progress?.Report(new RunProgress($"tuning {network.Name}, {BestNmse:0.0} dB", Steps, total, "trials", elapsed, TimeSpan.FromSeconds((total - Steps) / rate)) { Rate = rate });
        }
    }

    /// <summary>One trial.</summary>
    public void Step()
    {
        if (IsDone) throw new InvalidOperationException("The search is done: there is no trial left.");
        double from = point[factor];
        point[factor] = from + (sign * strides[factor]);
        Set();
        double error = Error();
        Steps++;
        if (error < BestNmse)
        {
            BestNmse = error;
            strides[factor] *= Growth;
            Next();
            return;
        }

        point[factor] = from;
        Set();
        if (sign > 0)
        {
            sign = -1;
            return;
        }

        strides[factor] /= 2;
        Next();
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Steps);
        writer.Write(BestNmse);
        writer.Write(factor);
        writer.Write(sign);
        foreach (double number in point.Concat(strides)) writer.Write(number);
    }

    /// <inheritdoc/>
    public void Load(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        Steps = reader.ReadInt64();
        BestNmse = reader.ReadDouble();
        factor = reader.ReadInt32();
        sign = reader.ReadInt32();
        for (int k = 0; k < 3; k++) point[k] = reader.ReadDouble();
        for (int k = 0; k < 3; k++) strides[k] = reader.ReadDouble();
        Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        signals.Dispose();
        truth.Dispose();
    }

    private void Next()
    {
        factor = (factor + 1) % 3;
        sign = 1;
    }

    private void Set()
    {
        for (int k = 0; k < 3; k++) network.Dictionary.Compute.Backend.Fill(network.Parameters.Get<T>(Names[k]), Math.Exp(point[k]));
    }

    /// <summary>The error of what is tried; infinite where the iteration left the numbers.</summary>
    private double Error()
    {
        using NdArray<T> there = network.Recover(signals.Y);
        using NdArray<T> found = network.Dictionary.Compute.ToHost(there);
        double error = RecoveryError.Of(found, truth).Nmse;
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}
