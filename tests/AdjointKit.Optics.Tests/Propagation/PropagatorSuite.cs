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

public sealed class BandLimitedAngularSpectrumOperator() : PropagatorSuite<Complex>(new BandLimitedAngularSpectrum(), -400e-6);

public sealed class FresnelImpulseResponseOperator() : PropagatorSuite<Complex>(new FresnelImpulseResponse { Padding = 3 }, 200e-6);

public sealed class FresnelTwoStepOperator() : PropagatorSuite<Complex>(new FresnelTwoStep { Padding = 2, Window = new OutputWindow { Pitch = (1e-6, 0.75e-6), Points = (30, 20), Center = (2e-6, -1e-6) } }, 90e-6);

public sealed class RayleighSommerfeldOperator() : PropagatorSuite<Complex>(new RayleighSommerfeld(), -60e-6);

public sealed class ChirpZOperator() : PropagatorSuite<Complex>(new ChirpZ { Window = new OutputWindow { Pitch = (0.6e-6, 0.7e-6), Points = (9, 30), Center = (12e-6, -7e-6) } }, 300e-6);

public sealed class ChirpZOperatorSingle() : PropagatorSuite<ComplexF>(new ChirpZ(), -300e-6);

public sealed class ScalableAngularSpectrumOperator() : PropagatorSuite<Complex>(new ScalableAngularSpectrum(), 300e-6);

public sealed class ScalableAngularSpectrumOperatorSingle() : PropagatorSuite<ComplexF>(new ScalableAngularSpectrum(), -300e-6);

public sealed class TiltedPlaneOperator() : PropagatorSuite<Complex>(new TiltedPlane { Tilt = (0.3, -0.2) }, 40e-6);

public sealed class TiltedPlaneOperatorSingle() : PropagatorSuite<ComplexF>(new TiltedPlane { Tilt = (-0.1, 0.4), Padding = 2 }, -40e-6);
