using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.TestKit;

namespace AdjointKit.Optics.Tests.Propagation;

/// <summary>What holds for the operator of every method: one row of the catalogue per method.</summary>
public abstract class PropagatorSuite<T>(PropagationMethod method, double distance) : OperatorSuite<T, T>
    where T : unmanaged
{
    protected override LinearOperator<T, T> Make(Compute compute) => method.Plan<T>(new FieldGrid(21, 16, dy: 2e-6, dx: 1.5e-6), 633e-9, distance, 1.1, [2], compute);
}

public sealed class AngularSpectrumOperator() : PropagatorSuite<Complex>(new AngularSpectrum(), 40e-6);

public sealed class AngularSpectrumOperatorSingle() : PropagatorSuite<ComplexF>(new AngularSpectrum { Padding = 1 }, -40e-6);

public sealed class FresnelTransferFunctionOperator() : PropagatorSuite<Complex>(new FresnelTransferFunction(), 40e-6);

public sealed class FresnelOneStepOperator() : PropagatorSuite<Complex>(new FresnelOneStep(), 90e-6);

public sealed class FresnelOneStepOperatorBack() : PropagatorSuite<Complex>(new FresnelOneStep { Padding = 2 }, -90e-6);

public sealed class FresnelOneStepOperatorSingle() : PropagatorSuite<ComplexF>(new FresnelOneStep(), -90e-6);

public sealed class FraunhoferOperator() : PropagatorSuite<Complex>(new Fraunhofer(), 9e-3);
