using Autograd.Samples;

FirstSteps.Run(Console.Out);
OwnOperation.Run(Console.Out);
OwnModule.Run(Console.Out);
CharacterLstm.Run(Console.Out);
SmallTransformer.Run(Console.Out);
