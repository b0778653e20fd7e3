using Autograd.Samples;

FirstSteps.Run(Console.Out);
XorNetwork.Run(Console.Out);
SheetClassifier.Run(Console.Out);
OwnOperation.Run(Console.Out);
OwnModule.Run(Console.Out);
LbfgsFit.Run(Console.Out);
DigitsCnn.Run(Console.Out);
CharacterLstm.Run(Console.Out);
SmallTransformer.Run(Console.Out);
Gan.Run(Console.Out);
