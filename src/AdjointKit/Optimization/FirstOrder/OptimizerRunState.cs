using System.Text;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Runs;

namespace AdjointKit.Optimization;

/// <summary>Parameters and their optimiser as the state of a training that may be killed; both stay the caller's, and are made alike before a state is loaded.</summary>
public sealed class OptimizerRunState : IRunState
{
    private readonly Optimizer optimizer;
    private readonly UntypedArray[] parameters;
    private readonly Compute compute;

    /// <summary>Takes an optimiser and what else belongs to the state.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="parameters">Contiguous arrays: the parameters, and others that a training keeps.</param>
    /// <param name="compute">Where they lie.</param>
    public OptimizerRunState(Optimizer optimizer, ReadOnlySpan<UntypedArray> parameters, Compute compute)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(compute);
        this.optimizer = optimizer;
        this.parameters = parameters.ToArray();
        this.compute = compute;
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        using SolverState state = optimizer.Save();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            foreach (double number in state.Numbers) writer.Write(number);
        }

        foreach (UntypedArray array in state.Arrays.Concat(parameters))
        {
            UntypedArray host = OnHost(array);
            compute.Backend.CopyToHost(array, host);
            new ArrayRunState().Add(host).Save(stream);
            host.Release();
        }
    }

    /// <inheritdoc/>
    public void Load(Stream stream)
    {
        using SolverState form = optimizer.Save();
        double[] numbers = new double[form.Numbers.Count];
        using (var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true))
        {
            for (int k = 0; k < numbers.Length; k++) numbers[k] = reader.ReadDouble();
        }

        foreach (UntypedArray array in form.Arrays.Concat(parameters))
        {
            UntypedArray host = OnHost(array);
            new ArrayRunState().Add(host).Load(stream);
            compute.Backend.CopyFromHost(host, array);
            host.Release();
        }

        optimizer.Restore(form with { Numbers = numbers });
    }

    private UntypedArray OnHost(in UntypedArray array) => compute.Host.Backend.Allocate(array.ElementType, array.Shape, account: null);
}
